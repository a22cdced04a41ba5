package io.github.cachestarter.actuate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The page of the console, composed of its sources: one document that refers to nothing outside of itself. Its security
 * policy allows the very scripts and the very style that are in it, by their hashes, and connections to the application
 * that served it. Whatever a key or a message contains, no browser runs it.
 */
final class ConsolePage {

    /** All declare names only, but for the last, which begins. */
    private static final List<String> SCRIPTS = List.of(
            "elements.js",
            "format.js",
            "backend.js",
            "history.js",
            "charts.js",
            "overview.js",
            "changes.js",
            "cache.js",
            "readiness.js",
            "page.js");

    private ConsolePage() {}

    static String compose() {
        String style = source("console.css");
        String library = withoutSourceMap(source("chartjs/chart.umd.min.js"));
        String script = SCRIPTS.stream()
                .map(ConsolePage::source)
                .collect(Collectors.joining("\n", "(() => {\n\"use strict\";\n", "})();\n"));
        return source("console.html")
                .replace("{{policy}}", policy(List.of(library, script), style))
                .replace("{{style}}", style)
                .replace("{{library}}", library)
                .replace("{{script}}", script);
    }

    private static String policy(List<String> scripts, String style) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src " + scripts.stream().map(ConsolePage::hash).collect(Collectors.joining(" ")),
                "style-src " + hash(style),
                "connect-src 'self'",
                "img-src data:",
                "base-uri 'none'",
                "form-action 'none'",
                "require-trusted-types-for 'script'");
    }

    private static String hash(String source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-256", ex);
        }
    }

    /** The map is not in the page, and a debugger would ask for it. */
    private static String withoutSourceMap(String source) {
        return source.lines()
                .filter(line -> !line.startsWith("//# sourceMappingURL="))
                .collect(Collectors.joining("\n"));
    }

    private static String source(String name) {
        try (InputStream stream = ConsolePage.class.getResourceAsStream("console/" + name)) {
            if (stream == null) {
                throw new IllegalStateException(
                        "The console's " + name
                                + " is not on the class path; the build puts it there, so build with Maven (mvn process-resources)");
            }
            // A browser reads every line end as this one before it compares hashes.
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException ex) {
            throw new UncheckedIOException("The console's " + name + " cannot be read", ex);
        }
    }
}
