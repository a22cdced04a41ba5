package io.github.cachestarter.codec.state;

/**
 * A value that cannot be kept exactly, while nobody knows yet where it sits. The innermost object around it adds its
 * class and field and makes it a {@link io.github.cachestarter.RefusedValueException}.
 */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    final String remedy;

    Refusal(String message, String remedy) {
        super(message, null, false, false);
        this.remedy = remedy;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
