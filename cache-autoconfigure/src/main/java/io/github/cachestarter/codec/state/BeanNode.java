package io.github.cachestarter.codec.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object of an application's class: its fields in order, without names. */
final class BeanNode extends Node {

    private final Construction construction;
    private final boolean enhanced;
    private FieldState[] fields = {};

    BeanNode(Class<?> type, Construction construction, boolean immutable) {
        super(type, immutable ? Form.VALUE : Form.OBJECT, construction.late());
        this.construction = construction;
        this.enhanced = Hibernate.isEnhanced(type);
    }

    void link(List<FieldState> states) {
        fields = states.toArray(FieldState[]::new);
    }

    @Override
    void write(StateWriter out, Object value, int number) {
        if (enhanced) {
            Hibernate.requireComplete(value);
        }
        for (FieldState field : fields) {
            field.write(out, value);
        }
    }

    @Override
    Object read(StateReader in, int number) {
        if (construction.late()) {
            @Nullable Object[] values = new @Nullable Object[fields.length];
            for (int i = 0; i < fields.length; i++) {
                in.next();
                values[i] = fields[i].read(in);
            }
            in.end();
            return construction.create(fields, values);
        }
        Object value = construction.create(fields, new Object[0]);
        if (number >= 0) {
            in.created(number, value);
        }
        for (FieldState field : fields) {
            in.next();
            field.read(in, value);
        }
        in.end();
        return value;
    }
}
