/**
 * What results look like: fronts over any two measures, curves of trainings, tables on a terminal, and a
 * whole report as one page.
 *
 * <p>A room of its own because command line, window and packaged reports show the same results and must show them
 * alike; it knows points and rows, not how they were measured. Besides {@code ui.common} it is the only user of
 * JFreeChart.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>An axis is logarithmic in powers of two beyond a factor of 8, save for shares.</b> Halving the bits halves
 *       the size, so equal steps on the axis are equal savings. Confirmed by {@code AxisScaleTest}.
 *   <li><b>Never colour alone.</b> Okabe and Ito's colours, a marker shape per series, and filled, half filled
 *       or hollow for on, perhaps on and off the front; so the chart survives colour blindness and a grey printer. Confirmed by
 *       {@code ChartThemeTest}.
 *   <li><b>A label touches no point and no other label.</b> Where there is no such place, a point off the front goes
 *       without one and the chart says how many do. Confirmed by {@code LabelLayoutTest}.
 *   <li><b>A report is one file.</b> Charts stand inside as SVG, once for a light and once for a dark ground; it is read
 *       years later, on a computer without a network. Confirmed by {@code ReportCommandTest}.
 *   <li><b>A file is whole or absent.</b> It is written beside its target and renamed. Confirmed by
 *       {@code FrontChartFilesTest}.
 *   <li><b>Numbers look the same in every country</b> (root locale): reports travel. Confirmed by {@code SizesTest}.
 * </ul>
 */
package org.bitscale.report;
