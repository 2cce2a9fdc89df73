/**
 * Fuzzing of whatever reads a file that comes from outside: whatever its bytes are, it is read, or refused in one line.
 *
 * <p>Each class is one reader under <a href="https://github.com/CodeIntelligenceTesting/jazzer">Jazzer</a>, which looks
 * for inputs that reach new code. An ordinary build only replays the seeds under {@code src/test/resources}; the Maven
 * profile {@code fuzz} searches, each reader in a process of its own with a small heap. What it finds is kept beside the
 * other seeds, or becomes a test by hand where that says more.
 */
package org.bitscale.fuzz;
