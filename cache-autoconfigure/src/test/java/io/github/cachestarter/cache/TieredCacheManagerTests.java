package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TieredCacheManagerTests {

    @Test
    void configuredCachesExistFromTheStartAndOthersAtTheirFirstUse() {
        try (CacheRig rig = new CacheRig()) {
            assertThat(rig.manager.getCacheNames()).containsExactly("configured");
            assertThat(rig.manager.getCache("other")).isSameAs(rig.manager.getCache("other"));
            assertThat(rig.manager.getCacheNames()).containsExactlyInAnyOrder("configured", "other");
        }
    }

    @Test
    void unknownCachesAreRefusedWhenCreationOnDemandIsOff() {
        try (CacheRig rig = new CacheRig(false)) {
            assertThat(rig.manager.getCache("configured")).isNotNull();
            assertThat(rig.manager.getCache("other")).isNull();
        }
    }

    @Test
    void aListenerHearsOfEarlierAndLaterCachesOnceAndMayFail() {
        try (CacheRig rig = new CacheRig()) {
            List<String> heard = new ArrayList<>();
            rig.manager.addListener(cache -> {
                throw new IllegalStateException("a listener's mistake");
            });
            rig.manager.addListener(cache -> heard.add(cache.getName()));
            rig.cacheNamed("later");
            rig.cacheNamed("later");
            assertThat(heard).containsExactly("configured", "later");
        }
    }

    @Test
    void resettingClearsEveryCacheAndKeepsIt() {
        try (CacheRig rig = new CacheRig()) {
            rig.cacheNamed("configured").put("k", "v");
            rig.manager.resetCaches();
            assertThat(rig.cacheNamed("configured").get("k")).isNull();
            assertThat(rig.manager.getCacheNames()).containsExactly("configured");
        }
    }
}
