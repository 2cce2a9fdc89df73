package org.bitscale.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Files of text with separated values, UTF-8 with or without a byte order mark, quoted as RFC 4180 says. */
final class CsvText {
    /** A wider table is none of examples; also what one line may be long, in characters. */
    static final int MOST_COLUMNS = 1 << 20;

    static final int LONGEST_LINE = 1 << 24;

    /** Stands for any number of blanks and tabs between two fields. */
    static final char BLANKS = ' ';

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private CsvText() {}

    /** What is done with a file's text. */
    interface Work<T> {
        T from(Reader text) throws IOException;
    }

    /**
     * Opens a file and says in a line what goes wrong with its text.
     *
     * @throws DataException if it cannot be read, is no UTF-8 text, or its quotes do not end
     */
    static <T> T with(Path file, Work<T> work) {
        try (PushbackInputStream in = new PushbackInputStream(Files.newInputStream(file), BYTE_ORDER_MARK.length)) {
            skipMark(in);
            return work.from(new InputStreamReader(
                    in,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)));
        } catch (CsvParseException e) {
            throw unreadable(file, e.getCause() instanceof IOException cause ? cause : e);
        } catch (UncheckedIOException e) {
            throw unreadable(file, e.getCause());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static RuntimeException unreadable(Path file, Exception e) {
        if (e instanceof ClosedByInterruptException) {
            return Items.cancelled();
        }
        if (e instanceof CharacterCodingException) {
            return new DataException(file + " is not UTF-8 text: save the table as CSV in UTF-8.", e);
        }
        if (e instanceof IOException) {
            return new DataException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
        return new DataException(
                file + " is no readable table (" + oneLine(e.getMessage()) + "): check quotes and line ends.", e);
    }

    private static String oneLine(String message) {
        return message == null
                ? "damaged"
                : message.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\.$", "");
    }

    private static void skipMark(PushbackInputStream in) throws IOException {
        byte[] start = new byte[BYTE_ORDER_MARK.length];
        int count = in.readNBytes(start, 0, start.length);
        if (!Arrays.equals(start, 0, count, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length)) {
            in.unread(start, 0, count);
        }
    }

    /** The records of a text, blank lines left out. */
    static CsvReader<CsvRecord> records(Reader text, char delimiter) {
        return delimiter == BLANKS
                ? settings(BlanksAsTabs.TAB).build(handler(), new BlanksAsTabs(text))
                : settings(delimiter).build(handler(), text);
    }

    /** The records of a text, blank lines left out. */
    static CsvReader<CsvRecord> records(String text, char delimiter) {
        return records(new StringReader(text), delimiter);
    }

    private static CsvRecordHandler handler() {
        return CsvRecordHandler.of(limits ->
                limits.maxFields(MOST_COLUMNS).maxFieldSize(LONGEST_LINE).maxRecordSize(LONGEST_LINE));
    }

    private static CsvReader.CsvReaderBuilder settings(char delimiter) {
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .skipEmptyLines(true)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .trimWhitespacesAroundQuotes(true);
    }
}
