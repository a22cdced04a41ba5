package io.github.cachestarter.insight.readiness;

/** A source whose facts the test decides. */
public final class FakeReadiness implements ReadinessSource {

    private volatile ReadinessFacts facts = ReadinessScenarios.good();

    public void become(ReadinessFacts next) {
        facts = next;
    }

    @Override
    public ReadinessFacts facts() {
        return facts;
    }
}
