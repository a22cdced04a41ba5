package io.github.cachestarter.insight;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CacheInsightTests {

    private final CacheInsight insight = new CacheInsight();

    @Test
    void aCacheHasOneListenerForEver() {
        assertThat(insight.forCache("products")).isSameAs(insight.forCache("products"));
        assertThat(insight.find("products")).containsSame(insight.forCache("products"));
    }

    @Test
    void aCacheThatNobodyCreatedIsUnknownAndLookingDoesNotCreateIt() {
        assertThat(insight.find("nothing")).isEmpty();
        assertThat(insight.all()).isEmpty();
    }

    @Test
    void laterCachesAreThereTooSortedByName() {
        insight.forCache("b");
        insight.forCache("a");

        assertThat(insight.all()).extracting(CacheStatistics::name).containsExactly("a", "b");
    }
}
