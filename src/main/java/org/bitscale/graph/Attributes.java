package org.bitscale.graph;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bitscale.BadInputException;

/**
 * The attributes of a node. Values are {@link Long}, {@link Float}, {@link String}, {@link Tensor}, or a list of longs,
 * floats or strings.
 *
 * @param values attribute by name, sorted
 */
public record Attributes(Map<String, Object> values) {

    /** No attributes. */
    public static final Attributes NONE = new Attributes(Map.of());

    /** Sorts and copies. */
    public Attributes {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** Attributes from alternating names and values; {@code long[]}, {@code int} and {@code float} are accepted. */
    public static Attributes of(Object... namesAndValues) {
        Map<String, Object> values = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value instanceof long[] longs) {
                value = Arrays.stream(longs).boxed().toList();
            } else if (value instanceof Integer integer) {
                value = integer.longValue();
            }
            values.put((String) namesAndValues[i], value);
        }
        return new Attributes(values);
    }

    /** These attributes and {@code name} set to {@code value}. */
    public Attributes with(String name, Object value) {
        Map<String, Object> changed = new TreeMap<>(values);
        changed.putAll(of(name, value).values);
        return new Attributes(changed);
    }

    /** These attributes without some. */
    public Attributes without(String... names) {
        Map<String, Object> changed = new TreeMap<>(values);
        List.of(names).forEach(changed::remove);
        return new Attributes(changed);
    }

    /** Whether {@code name} is given. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** An integer, or {@code otherwise} where it is not given. */
    public long integer(String name, long otherwise) {
        return get(name, Long.class, "whole number").orElse(otherwise);
    }

    /** A float, or {@code otherwise} where it is not given. */
    public float real(String name, float otherwise) {
        return get(name, Float.class, "float").orElse(otherwise);
    }

    /** A text, or {@code otherwise} where it is not given. */
    public String text(String name, String otherwise) {
        return get(name, String.class, "text").orElse(otherwise);
    }

    /** A tensor. */
    public Optional<Tensor> tensor(String name) {
        return get(name, Tensor.class, "tensor");
    }

    /** A list of integers. */
    public Optional<long[]> integers(String name) {
        return list(name, Long.class, "list of integers")
                .map(list -> list.stream().mapToLong(Long::longValue).toArray());
    }

    /** A list of floats. */
    public Optional<float[]> reals(String name) {
        return list(name, Float.class, "list of floats").map(list -> {
            float[] reals = new float[list.size()];
            for (int i = 0; i < reals.length; i++) {
                reals[i] = list.get(i);
            }
            return reals;
        });
    }

    private <T> Optional<List<T>> list(String name, Class<T> type, String expected) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof List<?> list) || !list.stream().allMatch(type::isInstance)) {
            throw wrongType(name, expected, value);
        }
        return Optional.of(list.stream().map(type::cast).toList());
    }

    private <T> Optional<T> get(String name, Class<T> type, String expected) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw wrongType(name, expected, value);
        }
        return Optional.of(type.cast(value));
    }

    private static BadInputException wrongType(String name, String expected, Object value) {
        return new BadInputException("attribute '%s' should be a %s, but is %s".formatted(name, expected, value));
    }
}
