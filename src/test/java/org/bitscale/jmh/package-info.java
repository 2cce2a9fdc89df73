/**
 * Benchmarks of the inner loops that are Bitscale's own, with JMH: {@code mvn -B -Pjmh test}. They are compiled with the
 * tests and run on demand only.
 */
package org.bitscale.jmh;
