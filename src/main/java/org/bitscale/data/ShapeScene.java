package org.bitscale.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One picture of the sample data before it is drawn: a figure on a background, everything but the figure a nuisance.
 * All of it follows from one seed. Lengths are in pixels, angles in degrees, colours in 0..255.
 */
final class ShapeScene {
    static final int SIZE = 32;

    /** What lies behind the figure. */
    enum Background {
        PLAIN,
        GRADIENT,
        STRIPES,
        NOISE,
        CHECKER,
        CLUTTER
    }

    /** How far the figure's luminance is from the background's. */
    enum Contrast {
        LOW(28, 46),
        NORMAL(55, 100),
        HIGH(120, 180);

        private final double least;
        private final double most;

        Contrast(double least, double most) {
            this.least = least;
            this.most = most;
        }
    }

    /** A straight line with round ends. */
    private record Line(double x1, double y1, double x2, double y2, double halfWidth, double[] colour) {
        double coverage(double x, double y) {
            double dx = x2 - x1;
            double dy = y2 - y1;
            double along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy);
            double clamped = Math.max(0, Math.min(1, along));
            double awayX = x - x1 - dx * clamped;
            double awayY = y - y1 - dy * clamped;
            return unit(0.5 + halfWidth - Math.sqrt(awayX * awayX + awayY * awayY));
        }
    }

    private final Figure figure;
    private final Background background;
    private final Contrast contrast;
    private final boolean darkOnLight;
    private final boolean outlined;
    private final double radius;
    private final double centreX;
    private final double centreY;
    private final double rotation;
    private final double stretch;
    private final double thickness;
    private final double noise;
    private final double[] figureColour;
    private final double[] backColour;
    private final double[] secondBackColour;
    private final double patternAngle;
    private final double patternPeriod;
    private final double patternPhase;
    private final List<Line> clutter = new ArrayList<>();
    private final List<Line> scratches = new ArrayList<>();
    private final SeededRandom random;

    /** @param seed decides everything but the figure */
    ShapeScene(Figure figure, long seed) {
        this.figure = figure;
        random = new SeededRandom(seed);
        background = Background.values()[random.nextInt(Background.values().length)];
        double level = random.nextDouble();
        contrast = level < 0.25 ? Contrast.LOW : level < 0.75 ? Contrast.NORMAL : Contrast.HIGH;
        darkOnLight = random.nextBoolean(0.4);
        outlined = random.nextBoolean(0.3) && figure.canBeOutlined();
        radius = random.nextDouble(outlined ? 6.8 : 5.2, 12.5);
        double margin = 0.7 * radius;
        centreX = random.nextDouble(margin, SIZE - margin);
        centreY = random.nextDouble(margin, SIZE - margin);
        rotation = random.nextDouble(0, 360);
        stretch = random.nextDouble(0.8, 1.25);
        thickness = random.nextDouble(0.14, 0.22);
        noise = random.nextDouble(2, contrast == Contrast.LOW ? 8 : 17);

        double difference = random.nextDouble(contrast.least, contrast.most);
        double darker = random.nextDouble(10, 245 - difference);
        double figureLuminance = darkOnLight ? darker : darker + difference;
        double backLuminance = darkOnLight ? darker + difference : darker;
        figureColour = colour(figureLuminance, 45);
        backColour = colour(backLuminance, 30);
        double towardsFigure = random.nextDouble(-0.6, 0.45) * (figureLuminance - backLuminance);
        secondBackColour = colour(backLuminance + towardsFigure, 30);
        patternAngle = random.nextDouble(0, 360);
        patternPeriod = random.nextDouble(4, 11);
        patternPhase = random.nextDouble();
        if (background == Background.CLUTTER) {
            int pieces = 4 + random.nextInt(5);
            for (int i = 0; i < pieces; i++) {
                double towards = random.nextDouble(-0.8, 0.8) * (figureLuminance - backLuminance);
                clutter.add(line(random.nextDouble(1, 9), random.nextDouble(0.7, 2.2), backLuminance + towards));
            }
        }
        int scratchCount = Math.max(0, random.nextInt(5) - 2);
        for (int i = 0; i < scratchCount; i++) {
            scratches.add(line(random.nextDouble(8, 24), random.nextDouble(0.4, 0.8), random.nextDouble(20, 235)));
        }
    }

    /** Background, rotation, contrast and the like, by name. */
    Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("background", text(background));
        attributes.put("contrast", text(contrast));
        attributes.put("polarity", darkOnLight ? "dark on light" : "light on dark");
        attributes.put("style", outlined ? "outlined" : "filled");
        attributes.put("size", Long.toString(Math.round(2 * radius)));
        attributes.put("rotation", Integer.toString((int) rotation));
        attributes.put("noise", Long.toString(Math.round(noise)));
        attributes.put("scratches", Integer.toString(scratches.size()));
        return attributes;
    }

    /**
     * Draws the picture; to be called once, because the sensor noise continues the scene's random numbers.
     *
     * @param target receives 3·32·32 bytes (C, H, W) from {@code offset} on
     */
    void draw(byte[] target, int offset) {
        double cosine = StrictMath.cos(StrictMath.toRadians(rotation));
        double sine = StrictMath.sin(StrictMath.toRadians(rotation));
        double scaleU = radius * Math.sqrt(stretch);
        double scaleV = radius / Math.sqrt(stretch);
        double unitPixels = Math.min(scaleU, scaleV);
        double patternCosine = StrictMath.cos(StrictMath.toRadians(patternAngle));
        double patternSine = StrictMath.sin(StrictMath.toRadians(patternAngle));
        double[] pixel = new double[3];
        for (int row = 0; row < SIZE; row++) {
            for (int column = 0; column < SIZE; column++) {
                double x = column + 0.5;
                double y = row + 0.5;
                mix(backColour, secondBackColour, pattern(x, y, patternCosine, patternSine), pixel);
                for (Line piece : clutter) {
                    mix(pixel, piece.colour, piece.coverage(x, y), pixel);
                }
                double dx = x - centreX;
                double dy = y - centreY;
                double u = (dx * cosine + dy * sine) / scaleU;
                double v = (dy * cosine - dx * sine) / scaleV;
                if (u * u + v * v < 2) {
                    mix(pixel, figureColour, figureCoverage(u, v, unitPixels), pixel);
                }
                for (Line scratch : scratches) {
                    mix(pixel, scratch.colour, scratch.coverage(x, y), pixel);
                }
                double shared = 0.6 * noise * random.nextBell();
                for (int channel = 0; channel < 3; channel++) {
                    double value = pixel[channel] + shared + 0.8 * noise * random.nextBell();
                    target[offset + (channel * SIZE + row) * SIZE + column] =
                            (byte) (int) Math.max(0, Math.min(255, Math.floor(value + 0.5)));
                }
            }
        }
    }

    /** Share of a pixel that the figure covers, from the distance of the pixel's centre to its edge. */
    private double figureCoverage(double u, double v, double unitPixels) {
        double distance = figure.distance(u, v, thickness) * unitPixels;
        if (outlined) {
            distance = Math.abs(distance + 0.9) - 0.9;
        }
        return unit(0.5 - distance);
    }

    /** How much of the second colour the background has at a place, 0 to 1. */
    private double pattern(double x, double y, double cosine, double sine) {
        double along = (x - 16) * cosine + (y - 16) * sine;
        double across = (y - 16) * cosine - (x - 16) * sine;
        return switch (background) {
            case PLAIN, CLUTTER -> 0;
            case GRADIENT -> unit(along / 36 + 0.5);
            case STRIPES -> unit(0.5 + edges(along) * patternPeriod / 4);
            case NOISE -> random.nextDouble();
            case CHECKER -> unit(0.5 + edges(along) * edges(across) * patternPeriod / 4);
        };
    }

    /** A triangle wave of the pattern's period between -1 and 1. */
    private double edges(double position) {
        double turns = position / patternPeriod + patternPhase;
        return 4 * Math.abs(turns - Math.floor(turns) - 0.5) - 1;
    }

    private Line line(double length, double halfWidth, double luminance) {
        double angle = StrictMath.toRadians(random.nextDouble(0, 360));
        double x = random.nextDouble(0, SIZE);
        double y = random.nextDouble(0, SIZE);
        return new Line(
                x,
                y,
                x + length * StrictMath.cos(angle),
                y + length * StrictMath.sin(angle),
                halfWidth,
                colour(luminance, 40));
    }

    /** A random colour of the given luminance (BT.601). */
    private double[] colour(double luminance, double saturation) {
        double red = random.nextDouble(-saturation, saturation);
        double green = random.nextDouble(-saturation, saturation);
        double blue = random.nextDouble(-saturation, saturation);
        double grey = luminance - (0.299 * red + 0.587 * green + 0.114 * blue);
        return new double[] {grey + red, grey + green, grey + blue};
    }

    private static void mix(double[] below, double[] above, double share, double[] result) {
        for (int channel = 0; channel < 3; channel++) {
            result[channel] = below[channel] + (above[channel] - below[channel]) * share;
        }
    }

    private static double unit(double value) {
        return Math.max(0, Math.min(1, value));
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
