package io.github.cachestarter.insight;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameWordsTests {

    @ParameterizedTest
    @CsvSource({
        "userSessions, session user",
        "USER_SESSIONS, session user",
        "user-session, session user",
        "customerIBANs, customer iban",
        "IBANs, iban",
        "customerIBAN, customer iban",
        "userOTPs, otp user",
        "OTPsByUser, by otp user",
        "IBANService, iban service",
        "Shop.priceOf, of price shop",
        "policies, policy"
    })
    void aNameIsSplitIntoItsWordsInTheSingular(String name, String words) {
        assertThat(String.join(" ", NameWords.of(name))).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens", "USER_SESSIONS", "customerIBANs", "userOTPs", "passwordResets"})
    void aWordForSecretsInTheNameOfACacheIsFound(String cache) {
        assertThat(NameWords.suggestSecretKeys(cache)).isTrue();
    }

    @Test
    void aWordForSecretsWithinAnotherWordIsNone() {
        assertThat(NameWords.suggestSecretKeys("desktopsOfUrbanIdeas")).isFalse();
    }
}
