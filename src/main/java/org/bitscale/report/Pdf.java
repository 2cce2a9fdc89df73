package org.bitscale.report;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.awt.Graphics2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** Drawings as PDF of one page, a point for each pixel. */
final class Pdf {
    private Pdf() {}

    /**
     * The file's bytes. Text is drawn as outlines, so that every character that Java can show, µ and λ too, shows on
     * every reader; title and description stand in the document's properties.
     */
    static byte[] of(String title, String description, int width, int height, Consumer<Graphics2D> drawing)
            throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(new PDRectangle(width, height));
            document.addPage(page);
            document.getDocumentInformation().setTitle(title);
            document.getDocumentInformation().setSubject(description);
            document.getDocumentInformation().setCreator("Bitscale");
            document.getDocumentCatalog().setLanguage(Locale.ENGLISH.getLanguage());
            PdfBoxGraphics2D graphics = new PdfBoxGraphics2D(document, width, height);
            try {
                drawing.accept(graphics);
            } finally {
                graphics.dispose();
            }
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawForm(graphics.getXFormObject());
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }
}
