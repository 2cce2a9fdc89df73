package org.bitscale.ui.model;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bitscale.BadInputException;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;

/**
 * One question to a worker at a time. If somebody else's newer question cancels it, it is asked again a little later; only
 * its own asker stops it for good.
 */
final class Answered {

    private static final Duration LATER = Duration.ofMillis(500);

    private final Background background;
    private final Failures failures;
    private Optional<CompletableFuture<?>> asked = Optional.empty();

    Answered(Background background, Failures failures) {
        this.background = background;
        this.failures = failures;
    }

    /** Asks in place of what was asked before. */
    <T> void ask(Supplier<CompletableFuture<T>> question, Consumer<? super T> done, Consumer<String> refused) {
        stop();
        CompletableFuture<T> answer;
        try {
            answer = question.get();
        } catch (BadInputException e) {
            refused.accept(e.getMessage());
            return;
        }
        Optional<CompletableFuture<?>> mine = Optional.of(answer);
        asked = mine;
        answer.whenComplete((result, failure) -> background.later(() -> {
            if (!asked.equals(mine)) {
                return;
            }
            if (failure instanceof CancellationException) {
                background.after(LATER, () -> {
                    if (asked.equals(mine)) {
                        ask(question, done, refused);
                    }
                });
                return;
            }
            asked = Optional.empty();
            if (failure == null) {
                done.accept(result);
            } else {
                failures.refusals(refused).accept(failure);
            }
        }));
    }

    /** Forgets what was asked, and stops the work on it. */
    void stop() {
        Optional<CompletableFuture<?>> before = asked;
        asked = Optional.empty();
        before.ifPresent(answer -> answer.cancel(false));
    }

    /** Whether an answer is waited for. */
    boolean isWaiting() {
        return asked.isPresent();
    }
}
