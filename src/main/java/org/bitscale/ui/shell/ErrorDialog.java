package org.bitscale.ui.shell;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.Set;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.Window;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows what nobody expected: what it means, what to do, and the details to send. The same failure is shown once. */
public final class ErrorDialog {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorDialog.class);

    private final java.util.function.Supplier<Window> owner;
    private final Set<String> shown = new HashSet<>();

    /** @param owner the window it is shown over */
    public ErrorDialog(java.util.function.Supplier<Window> owner) {
        this.owner = owner;
    }

    /** On the JavaFX thread. */
    public void show(Throwable failure) {
        LOG.error("Unexpected", failure);
        if (!shown.add(place(failure))) {
            return;
        }
        String details = details(failure);
        ButtonType copy = new ButtonType(ShellTexts.text("error.copy"), ButtonBar.ButtonData.LEFT);
        ButtonType close = new ButtonType(ShellTexts.text("error.close"), ButtonBar.ButtonData.OK_DONE);
        Alert alert = new Alert(Alert.AlertType.ERROR, "", copy, close);
        alert.initOwner(owner.get());
        alert.setTitle(ShellTexts.text("error.title"));
        alert.setHeaderText(ShellTexts.text(
                failure instanceof OutOfMemoryError ? "error.memory" : "error.header",
                failure.getClass().getSimpleName()));
        alert.getDialogPane().setContentText(ShellTexts.text("error.text"));
        TextArea area = new TextArea(details);
        area.setEditable(false);
        area.getStyleClass().add("mono");
        area.setAccessibleText(ShellTexts.text("error.details"));
        alert.getDialogPane().setExpandableContent(area);
        alert.getDialogPane().lookupButton(copy).addEventFilter(javafx.event.ActionEvent.ACTION, event -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(details);
            Clipboard.getSystemClipboard().setContent(content);
            event.consume(); // the dialog stays open
        });
        alert.show();
    }

    /** The same kind of failure at the same line is the same failure. */
    private static String place(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    static String details(Throwable failure) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.printf(
                "Bitscale %s, Java %s, %s %s%n",
                org.bitscale.Version.text(),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.version"));
        failure.printStackTrace(out);
        return text.toString();
    }
}
