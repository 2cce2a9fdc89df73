package org.bitscale.graph;

import java.util.Objects;
import java.util.Optional;
import org.bitscale.BadInputException;

/**
 * One dimension: a known number, or a number times a symbol such as the batch size {@code N}.
 *
 * @param factor the size when {@code symbol} is empty, else what the symbol is multiplied by; not negative
 * @param symbol name of the unknown, or empty
 */
public record Dim(long factor, String symbol) {

    /** What −1 means in the target of a Reshape: whatever is left. */
    public static final Dim REST = symbol("-1");

    /**
     * Checks the factor.
     *
     * @throws BadInputException if it is negative: sizes come from files
     */
    public Dim {
        Objects.requireNonNull(symbol, "symbol");
        if (factor < 0) {
            throw new BadInputException("a size would become %d; expected 0 or more".formatted(factor));
        }
    }

    /** A known size. */
    public static Dim of(long size) {
        return new Dim(size, "");
    }

    /** An unknown size called {@code symbol}. */
    public static Dim symbol(String symbol) {
        return new Dim(1, symbol);
    }

    /** Whether the size is a number. */
    public boolean isKnown() {
        return symbol.isEmpty();
    }

    /** The size, which must be known. */
    public long size() {
        if (!isKnown()) {
            throw new IllegalStateException("dimension " + this + " is not a number");
        }
        return factor;
    }

    /**
     * The product, if one of the two is a number.
     *
     * @throws ArithmeticException if it is too large
     */
    public Optional<Dim> times(Dim other) {
        if (equals(REST) || other.equals(REST)) {
            return Optional.empty();
        }
        if (isKnown()) {
            return Optional.of(new Dim(Math.multiplyExact(factor, other.factor), other.symbol));
        }
        return other.isKnown()
                ? Optional.of(new Dim(Math.multiplyExact(factor, other.factor), symbol))
                : Optional.empty();
    }

    /** The quotient, if it is exact. */
    public Optional<Dim> dividedBy(Dim other) {
        if (equals(REST) || other.equals(REST) || other.factor == 0 || factor % other.factor != 0) {
            return Optional.empty();
        }
        if (symbol.equals(other.symbol)) {
            return Optional.of(of(factor / other.factor));
        }
        return other.isKnown() ? Optional.of(new Dim(factor / other.factor, symbol)) : Optional.empty();
    }

    @Override
    public String toString() {
        if (isKnown()) {
            return Long.toString(factor);
        }
        return factor == 1 ? symbol : factor + "·" + symbol;
    }
}
