#!/usr/bin/env bash
# Builds an application image and an installer of this system's kind: installer/build.sh [app-image|deb|rpm|dmg|pkg|msi|exe]
# Needs a JDK of 17 or newer with jlink and jpackage, Maven, and for a .deb fakeroot; for an .msi WiX 3.
# Everything the program needs is inside, the engine's native libraries too: the first start needs no network.
set -euo pipefail
cd "$(dirname "$0")/.."
case "$(uname -s)" in
    Linux) kind=${1:-deb} ;;
    Darwin) kind=${1:-dmg} ;;
    *) kind=${1:-msi} ;;
esac
out=target/installer
version=$(mvn -q help:evaluate -Dexpression=project.version -DforceStdout | tr -cd '0-9A-Za-z.\n-' | sed 's/^.*\([0-9]\+\.[0-9]\+\.[0-9]\+\).*$/\1/')
# An installer on Windows and macOS wants a version that begins with 1 or more.
case "$kind" in dmg | pkg | msi | exe) version="1.${version#0.}" ;; esac

rm -rf "$out"
mvn -q -B -DskipTests package
mkdir -p "$out/input"
cp -r target/bitscale.jar target/lib "$out/input/"

jlink --add-modules java.base,java.compiler,java.desktop,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.jfr,jdk.management,jdk.unsupported,jdk.unsupported.desktop,jdk.xml.dom,jdk.crypto.ec,jdk.zipfs \
    --strip-debug --no-header-files --no-man-pages --compress 2 --output "$out/runtime"
"$out/runtime/bin/java" -Xshare:dump >/dev/null

common=(--name Bitscale --app-version "$version" --vendor Bitscale
    --description "A workbench for quantization experiments on ONNX networks")
image=(--type app-image --input "$out/input" --main-jar bitscale.jar --main-class org.bitscale.app.Launcher
    --runtime-image "$out/runtime" --dest "$out"
    --java-options -Xshare:auto --java-options '-XX:SharedArchiveFile=$APPDIR/bitscale.jsa'
    --java-options -XX:TieredStopAtLevel=1 --java-options -XX:+UseSerialGC --java-options -Xmx1g
    --java-options -Xms192m --java-options -Xmn32m --java-options -XX:MetaspaceSize=128m
    --java-options -Xlog:cds=off --java-options -Xlog:cds+dynamic=off)
[ "$(uname -s)" = Linux ] && image+=(--icon assets/icon.png)
jpackage "${common[@]}" "${image[@]}"
case "$(uname -s)" in
    Darwin) app="$out/Bitscale.app/Contents/app" ;;
    Linux) app="$out/Bitscale/lib/app" ;;
    *) app="$out/Bitscale/app" ;;
esac

# The classes that all screens together load, drawn once in memory. A JDK of 17 fails over classes from signed jars.
cp installer/archive.sh "$app/"
mkdir "$out/workspace"
"$out/runtime/bin/java" -XX:DumpLoadedClassList="$out/classes.lst" -XX:TieredStopAtLevel=1 -Duser.home="$out" \
    -jar "$out/input/bitscale.jar" screenshots -w "$out/workspace" "$out/pictures" >/dev/null
grep -v org/eclipse "$out/classes.lst" >"$app/classes.lst"
[ "$(uname -s)" = Linux ] && "$app/archive.sh"
[ "$kind" = app-image ] && { echo "$out/Bitscale"; exit; }

package=(--type "$kind" --app-image "$out/Bitscale" --dest "$out" --file-associations installer/onnx.properties)
case "$kind" in
    deb) package+=(--linux-shortcut --linux-menu-group "Science;Development" --linux-package-name bitscale
        --linux-deb-maintainer bitscale@example.org --resource-dir installer/linux
        --linux-package-deps "libgtk-3-0, libpangoft2-1.0-0, libxtst6") ;;
    rpm) package+=(--linux-shortcut --linux-menu-group "Science;Development" --linux-package-name bitscale) ;;
    msi | exe) package+=(--win-menu --win-shortcut --win-dir-chooser --win-per-user-install) ;;
esac
jpackage "${common[@]}" "${package[@]}"
ls "$out"/*."$kind"
