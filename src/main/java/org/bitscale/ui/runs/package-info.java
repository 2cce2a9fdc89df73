/**
 * The Runs screen: every run in a table with what is said about it, the queue with live curves, and a form that makes an
 * experiment file.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>All rows are held, sorted and filtered outside the JavaFX thread.</b> The database filters, this package sorts;
 *       the table only shows. A hundred thousand rows open in a few seconds and scroll as ten do. Confirmed by {@code
 *       RunTableModelTest}.
 *   <li><b>A change shows at once and is written behind it</b>, one write after another, so that undo never overtakes what
 *       it undoes. Confirmed by {@code AnnotationsTest}.
 *   <li><b>The form is made from the experiment file's own keys</b>, so that it can set whatever a file can, with the same
 *       limits and the same words. Confirmed by {@code ExperimentFormTest}.
 * </ul>
 */
package org.bitscale.ui.runs;
