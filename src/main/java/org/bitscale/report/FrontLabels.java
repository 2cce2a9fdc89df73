package org.bitscale.report;

import java.awt.AlphaComposite;
import java.awt.Composite;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bitscale.eval.Interval;
import org.bitscale.report.FrontPoint.Standing;
import org.jfree.chart.ui.RectangleEdge;

/**
 * The names beside the points of a {@link FrontChart}.
 *
 * @param front what was drawn
 * @param area of the plot inside its axes
 */
record FrontLabels(FrontPlot front, Rectangle2D area) {
    private static final int LONGEST_LABEL = 34;
    /** More labels than this cannot be read. */
    private static final int MOST_LABELS = 60;
    /** Among more points than this only those of the front have labels. */
    private static final int CROWD = 300;

    void draw(Graphics2D graphics) {
        graphics.setFont(front.theme().labelFont());
        FontMetrics metrics = graphics.getFontMetrics();
        List<Point2D> markers = front.points().stream().map(this::pixel).toList();
        Rectangle2D inside =
                new Rectangle2D.Double(area.getX() + 3, area.getY() + 2, area.getWidth() - 6, area.getHeight() - 4);
        LabelLayout layout = new LabelLayout(inside, markers, lines());
        List<FrontPoint> frontFirst = new ArrayList<>(front.points());
        frontFirst.sort(Comparator.comparing(FrontPoint::standing));
        int leftOut = 0;
        int tried = 0;
        for (FrontPoint point : frontFirst) {
            if (point.label().isBlank()) {
                continue;
            }
            if (tried++ >= MOST_LABELS || front.points().size() > CROWD && !point.onFront()) {
                leftOut++;
                continue;
            }
            String text = shortened(point.label());
            Optional<LabelLayout.Place> place = layout.place(new LabelLayout.Label(
                    pixel(point), metrics.stringWidth(text), metrics.getHeight(), point.onFront()));
            if (place.isPresent()) {
                draw(graphics, text, point.standing(), place.get(), metrics);
            } else {
                leftOut++;
            }
        }
        if (leftOut > 0) {
            String remark = leftOut == 1
                    ? ReportTexts.text("chart.onePointWithoutLabel")
                    : ReportTexts.text("chart.pointsWithoutLabel", Integer.toString(leftOut));
            graphics.setColor(front.theme().muted());
            graphics.drawString(remark, (float) (area.getMaxX() - metrics.stringWidth(remark) - 6), (float)
                    (area.getMaxY() - metrics.getDescent() - 4));
        }
    }

    private void draw(
            Graphics2D graphics, String text, Standing standing, LabelLayout.Place place, FontMetrics metrics) {
        graphics.setStroke(ChartTheme.THIN);
        graphics.setColor(front.theme().muted());
        place.leader().ifPresent(graphics::draw);
        Composite before = graphics.getComposite();
        graphics.setComposite(AlphaComposite.SrcOver.derive(0.85f));
        graphics.setColor(front.theme().plot());
        graphics.fill(place.box());
        graphics.setComposite(before);
        graphics.setColor(
                standing == Standing.FAILED
                        ? front.theme().muted()
                        : front.theme().text());
        graphics.drawString(
                text, (float) place.box().getX(), (float) (place.box().getY() + metrics.getAscent()));
    }

    /** What labels should rather not cover: bars and the steps of the front. */
    private List<Line2D> lines() {
        List<Line2D> lines = new ArrayList<>();
        for (FrontPoint point : front.points()) {
            Point2D at = pixel(point);
            if (point.yInterval().isPresent()) {
                Interval bar = point.yInterval().get();
                lines.add(new Line2D.Double(at.getX(), y(bar.low()), at.getX(), y(bar.high())));
            }
            if (point.xInterval().isPresent()) {
                Interval bar = point.xInterval().get();
                lines.add(new Line2D.Double(x(bar.low()), at.getY(), x(bar.high()), at.getY()));
            }
        }
        List<double[]> corners = front.steps();
        for (int i = 1; i < corners.size(); i++) {
            double[] from = corners.get(i - 1);
            double[] to = corners.get(i);
            lines.add(new Line2D.Double(x(from[0]), y(from[1]), x(to[0]), y(to[1])));
        }
        return lines;
    }

    private Point2D pixel(FrontPoint point) {
        return new Point2D.Double(x(point.x()), y(point.y()));
    }

    private double x(double value) {
        return front.across().pixel(value, area, RectangleEdge.BOTTOM);
    }

    private double y(double value) {
        return front.upwards().pixel(value, area, RectangleEdge.LEFT);
    }

    private static String shortened(String label) {
        return label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL - 1) + "…";
    }
}
