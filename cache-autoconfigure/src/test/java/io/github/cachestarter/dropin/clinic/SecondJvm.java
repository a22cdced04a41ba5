package io.github.cachestarter.dropin.clinic;

import java.util.ArrayList;
import java.util.List;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application in a process of its own. Makes every call twice and then, with all caches cleared, once more; prints for
 * each how many loads the first two took and how the first differs from the last.
 */
public final class SecondJvm {

    /** What a line of the report begins with. */
    public static final String LINE = "@@";

    private SecondJvm() {}

    public static void main(String[] arguments) {
        try (ConfigurableApplicationContext context = Clinics.start(List.of(arguments))) {
            List<Call> calls = Calls.all();
            List<Outcome> hits = new ArrayList<>();
            calls.forEach(call -> hits.add(call.run(context)));
            List<Outcome> again = new ArrayList<>();
            calls.forEach(call -> again.add(call.run(context)));
            CacheManager caches = context.getBean(CacheManager.class);
            caches.getCacheNames().forEach(name -> caches.getCache(name).clear());
            for (int i = 0; i < calls.size(); i++) {
                Outcome miss = calls.get(i).run(context);
                String difference = miss.differenceTo(hits.get(i)).replaceAll("\\s+", " ");
                System.out.println(
                        LINE + calls.get(i).name() + "\t" + hits.get(i).loads() + "\t" + difference + "\t"
                                + again.get(i).loads());
            }
        }
    }
}
