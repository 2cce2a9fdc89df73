package org.bitscale.report;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Drawings as SVG, with a title and a description for screen readers. */
final class Svg {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";

    private Svg() {}

    /** The file's bytes, in UTF-8. */
    static byte[] of(String title, String description, int width, int height, Consumer<Graphics2D> drawing)
            throws IOException {
        Document document = GenericDOMImplementation.getDOMImplementation().createDocument(NAMESPACE, "svg", null);
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setComment("Bitscale");
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new Dimension(width, height));
        drawing.accept(graphics);
        Element root = graphics.getRoot();
        root.setAttribute("viewBox", "0 0 %d %d".formatted(width, height));
        root.setAttribute("role", "img");
        Node first = root.getFirstChild();
        root.insertBefore(textElement(document, "title", title), first);
        root.insertBefore(textElement(document, "desc", description), first);
        StringWriter text = new StringWriter();
        try {
            graphics.stream(root, text, true, false);
        } finally {
            graphics.dispose();
        }
        // Without the document type, which is of SVG 1.0 and which some readers would fetch from the network.
        return text.toString().replaceFirst("<!DOCTYPE[^>]*>\\s*", "").getBytes(StandardCharsets.UTF_8);
    }

    private static Element textElement(Document document, String name, String text) {
        Element element = document.createElementNS(NAMESPACE, name);
        element.appendChild(document.createTextNode(text));
        return element;
    }
}
