package org.bitscale;

/** Which version of the program this is. */
public final class Version {

    private Version() {}

    /** As its jar says, or {@code development} where there is no jar. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
