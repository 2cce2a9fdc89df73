package org.bitscale.ui.common;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.bitscale.BadInputException;

/** Tells what the user did wrong from what went wrong here. */
public final class Failures {

    private final Consumer<Throwable> unexpected;

    /** @param unexpected shows what is nobody's doing, with its details */
    public Failures(Consumer<Throwable> unexpected) {
        this.unexpected = unexpected;
    }

    /** For work whose refusal is shown beside a field: {@code refused} hears the line, anything else is unexpected. */
    public Consumer<Throwable> refusals(Consumer<String> refused) {
        return failure -> {
            Throwable cause = unwrapped(failure);
            if (cause instanceof BadInputException) {
                refused.accept(cause.getMessage());
            } else if (!(cause instanceof CancellationException) && !(cause instanceof InterruptedException)) {
                unexpected.accept(cause);
            }
        };
    }

    private static Throwable unwrapped(Throwable failure) {
        boolean wraps = failure instanceof ExecutionException || failure instanceof CompletionException;
        return wraps && failure.getCause() != null ? unwrapped(failure.getCause()) : failure;
    }
}
