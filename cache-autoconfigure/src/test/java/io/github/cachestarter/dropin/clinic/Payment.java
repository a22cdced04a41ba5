package io.github.cachestarter.dropin.clinic;

import jakarta.persistence.Entity;
import java.math.BigDecimal;

/** The root of entities that share a table; nothing says which classes there are. */
@Entity
public abstract class Payment extends BaseEntity {

    private BigDecimal amount;

    protected Payment() {}

    protected Payment(BigDecimal amount) {
        this.amount = amount;
    }

    public BigDecimal getAmount() {
        return amount;
    }

    /** By card. */
    @Entity
    public static class ByCard extends Payment {

        private String number;

        protected ByCard() {}

        public ByCard(BigDecimal amount, String number) {
            super(amount);
            this.number = number;
        }

        public String getNumber() {
            return number;
        }
    }
}
