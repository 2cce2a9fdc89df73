package org.bitscale.app;

public final class Launcher {
    private Launcher() {}

    public static void main(String[] arguments) {}
}
