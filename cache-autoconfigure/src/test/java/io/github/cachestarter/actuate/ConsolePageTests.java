package io.github.cachestarter.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page as a text; what a browser makes of it is tested with the sample application. */
class ConsolePageTests {

    private final String page = ConsolePage.compose();

    @Test
    void itsPolicyAllowsTheScriptsAndTheStyleThatAreInItAndNothingElse() throws Exception {
        List<String> scripts = found("<script>(.*?)</script>");
        List<String> styles = found("<style>(.*?)</style>");
        String policy = found("Content-Security-Policy\" content=\"(.*?)\"").get(0);

        assertThat(scripts).hasSize(2);
        assertThat(styles).hasSize(1);
        assertThat(policy)
                .startsWith("default-src 'none'; ")
                .contains("; script-src " + hash(scripts.get(0)) + " " + hash(scripts.get(1)) + "; ")
                .contains("; style-src " + hash(styles.get(0)) + "; ")
                .contains("; connect-src 'self'; ")
                .doesNotContain("unsafe", "http", "*");
    }

    @Test
    void itRefersToNothingOutsideOfItself() {
        assertThat(found("(?:src|href)=\"([^\"]*)\"")).isNotEmpty().allMatch(target -> target.matches("(#|data:,).*"));
        assertThat(page).doesNotContain("sourceMappingURL", "{{", "@import");
    }

    @Test
    void noSourceIsForgotten() throws Exception {
        Path sources = Path.of(ConsolePage.class.getResource("console/page.js").toURI())
                .getParent();
        try (Stream<Path> files = Files.list(sources)) {
            assertThat(files.filter(file -> file.toString().endsWith(".js")))
                    .hasSizeGreaterThan(5)
                    .allSatisfy(file -> assertThat(page).contains(Files.readString(file)));
        }
    }

    @Test
    void noSourceMakesMarkupOfData() throws Exception {
        String own = found("<script>(.*?)</script>").get(1);

        assertThat(own)
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(");
    }

    @Test
    void theLicenceOfTheChartLibraryIsBesideIt() throws Exception {
        try (var licence = ConsolePage.class.getResourceAsStream("console/chartjs/LICENSE.md")) {
            assertThat(licence).isNotNull();
            assertThat(new String(licence.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("The MIT License");
        }
        assertThat(page).contains("Chart.js v4").contains("Released under the MIT License");
    }

    private List<String> found(String pattern) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String hash(String source) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }
}
