package org.bitscale.ui.compare;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;

/**
 * Questions to the worker whose answers are kept by what they depend on. Asking for others cancels those that nobody
 * waits for any more. On the JavaFX thread only.
 *
 * @param <K> all that an answer depends on
 * @param <T> answer
 */
final class Questions<K, T> {

    private final Background background;
    private final Failures failures;
    private final Map<K, T> answers = new HashMap<>();
    private final Map<K, String> refusals = new LinkedHashMap<>();
    private final Map<K, Runnable> open = new LinkedHashMap<>();
    private final ReadOnlyLongWrapper changes = new ReadOnlyLongWrapper();

    Questions(Background background, Failures failures) {
        this.background = background;
        this.failures = failures;
    }

    /**
     * A question.
     *
     * @param key what its answer depends on
     * @param prepare finds the files, in the background
     * @param ask asks the worker about them
     */
    record Question<K, P, T>(K key, Callable<P> prepare, Function<P, CompletableFuture<T>> ask) {}

    /** Changes with every answer and refusal. */
    ReadOnlyLongProperty changes() {
        return changes.getReadOnlyProperty();
    }

    /** The answer, if it is there. */
    Optional<T> answer(K key) {
        return Optional.ofNullable(answers.get(key));
    }

    /** Why there is no answer. */
    Optional<String> refusal(K key) {
        return Optional.ofNullable(refusals.get(key));
    }

    /** How many of these are waited for. */
    long waiting(Collection<K> keys) {
        return keys.stream().filter(open::containsKey).count();
    }

    /** Asks what is not known yet and was not refused, and nothing else any more. */
    void want(List<? extends Question<K, ?, T>> questions) {
        Set<K> wanted = new HashSet<>();
        questions.forEach(question -> wanted.add(question.key()));
        Set<K> pointless = new HashSet<>(open.keySet());
        pointless.removeAll(wanted);
        pointless.forEach(key -> open.remove(key).run());
        for (Question<K, ?, T> question : questions) {
            boolean known = answers.containsKey(question.key())
                    || refusals.containsKey(question.key())
                    || open.containsKey(question.key());
            if (!known) {
                begin(question);
            }
        }
        changed();
    }

    /** Waits for nothing any more; what was cancelled or refused may be asked again. */
    void cancel() {
        open.values().forEach(Runnable::run);
        open.clear();
        refusals.clear();
        changed();
    }

    /** Forgets everything. */
    void clear() {
        answers.clear();
        cancel();
    }

    private <P> void begin(Question<K, P, T> question) {
        K key = question.key();
        Consumer<Throwable> refused = failures.refusals(message -> refusals.put(key, message));
        Background.Job preparing = background.run(
                question.prepare(), prepared -> wait(key, question.ask().apply(prepared), refused), failure -> {
                    open.remove(key);
                    refused.accept(failure);
                    changed();
                });
        // Work that is done at once, as in tests, is past being prepared by now.
        open.computeIfAbsent(
                key, missing -> answers.containsKey(key) || refusals.containsKey(key) ? null : preparing::cancel);
    }

    private void wait(K key, CompletableFuture<T> answer, Consumer<Throwable> refused) {
        Runnable cancel = () -> answer.cancel(false);
        open.put(key, cancel);
        answer.whenComplete((found, failure) -> background.later(() -> {
            if (!open.remove(key, cancel)) {
                return; // nobody waits for it any more
            }
            if (failure == null) {
                answers.put(key, found);
            } else {
                refused.accept(failure);
            }
            changed();
        }));
    }

    private void changed() {
        changes.set(changes.get() + 1);
    }
}
