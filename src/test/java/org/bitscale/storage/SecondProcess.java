package org.bitscale.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Another program at the same workspace. Says a line when it has begun and ends when its input does. */
final class SecondProcess {

    private SecondProcess() {}

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "add" -> {
                try (Workspace workspace = Workspace.open(Path.of(arguments[1]))) {
                    begun();
                    int first = Integer.parseInt(arguments[2]);
                    for (int number = first; number < first + Integer.parseInt(arguments[3]); number++) {
                        workspace.runs().add(TestRuns.run(number));
                    }
                }
            }
            case "open" -> {
                try (Workspace workspace = Workspace.open(Path.of(arguments[1]))) {
                    workspace.runs().experiments();
                    begun();
                    System.in.read();
                }
            }
            case "lock" -> {
                try (FileChannel channel = FileChannel.open(
                                Path.of(arguments[1]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    begun();
                    System.in.read();
                    lock.release();
                }
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void begun() {
        System.out.println("begun");
    }

    /** Starts it and waits until it has begun. */
    static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SecondProcess.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!"begun".equals(process.inputReader().readLine())) {
            throw new IllegalStateException("the second process did not begin");
        }
        return process;
    }

    /** Ends it. */
    static void end(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the second process failed");
        }
    }
}
