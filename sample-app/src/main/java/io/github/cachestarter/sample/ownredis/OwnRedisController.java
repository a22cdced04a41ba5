package io.github.cachestarter.sample.ownredis;

import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Kills the sample's own Redis and brings it back, for a demonstration. No application needs such a thing. */
@RestController
@ConditionalOnOwnRedis
@RequestMapping("/own-redis")
class OwnRedisController {

    private final OwnRedis redis;

    OwnRedisController(OwnRedis redis) {
        this.redis = redis;
    }

    @GetMapping
    Map<String, Object> state() {
        return Map.of("port", redis.port(), "running", redis.running());
    }

    @PostMapping("/kill")
    Map<String, Object> kill() {
        redis.kill();
        return state();
    }

    @PostMapping("/start")
    Map<String, Object> start() {
        redis.start();
        return state();
    }
}
