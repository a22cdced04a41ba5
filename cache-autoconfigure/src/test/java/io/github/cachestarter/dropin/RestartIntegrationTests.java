package io.github.cachestarter.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.testing.RedisServerProcess;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** The same classes, loaded again in the same JVM, as DevTools do at each change. */
class RestartIntegrationTests {

    private static final String PACKAGE = "io.github.cachestarter.dropin.restart.";

    @Test
    void a_restarted_application_reads_what_it_wrote_before_and_gets_objects_of_its_new_classes() throws Exception {
        try (RedisServerProcess redis =
                        RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
                Started before = new Started(redis);
                Started after = new Started(redis)) {
            List<?> written = before.call();
            List<?> read = after.call();

            assertThat(written.get(3)).isEqualTo(3);
            assertThat(read.get(3)).as("loads after the restart").isEqualTo(0);
            for (int i = 0; i < 3; i++) {
                assertThat(read.get(i)).hasToString(written.get(i).toString());
                assertThat(written.get(i).getClass().getClassLoader()).isSameAs(before.loader);
                assertThat(read.get(i).getClass().getClassLoader()).isSameAs(after.loader);
            }
            assertThat(before.call().get(0)).isEqualTo(written.get(0));
            assertThat(before.call().get(3)).isEqualTo(3);
        }
    }

    /** The application in classes of its own. */
    private static final class Started implements Closeable {

        private final ClassLoader loader = new FreshClasses(RestartIntegrationTests.class.getClassLoader());
        private final Closeable application;

        Started(RedisServerProcess redis) throws Exception {
            Thread thread = Thread.currentThread();
            ClassLoader outer = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                application = (Closeable) loader.loadClass(PACKAGE + "Stall")
                        .getConstructor(String.class)
                        .newInstance(String.valueOf(redis.port()));
            } finally {
                thread.setContextClassLoader(outer);
            }
        }

        List<?> call() throws Exception {
            return (List<?>) ((Callable<?>) application).call();
        }

        @Override
        public void close() throws IOException {
            application.close();
        }
    }

    /** Loads the application's classes itself and leaves everything else to its parent. */
    private static final class FreshClasses extends ClassLoader {

        FreshClasses(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
    }
}
