/**
 * What all screens share: work off the JavaFX thread, commands with shortcuts, themes and zoom, undo, charts on a canvas,
 * and controls that always have an accessible name.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Views are code</b>, without FXML: a view builds its controls and binds them to its view model, which knows no
 *       control. A view model is tested without a toolkit.
 *   <li><b>Sizes are in em</b>, so that the zoom is one font size on the root, and colours are AtlantaFX's tokens, so
 *       that a theme is one style sheet.
 *   <li><b>Charts are drawn by the report's classes</b> onto a canvas: what is on the screen is what is exported.
 * </ul>
 */
package org.bitscale.ui.common;
