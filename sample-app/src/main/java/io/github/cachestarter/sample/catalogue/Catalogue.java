package io.github.cachestarter.sample.catalogue;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.stereotype.Service;

/** The products. Reads come from the cache, writes evict. */
@Service
@CacheConfig(cacheNames = "products")
public class Catalogue {

    private static final Logger log = LoggerFactory.getLogger(Catalogue.class);

    private final ProductRepository products;
    private final JdbcAggregateTemplate template;

    Catalogue(ProductRepository products, JdbcAggregateTemplate template) {
        this.products = products;
        this.template = template;
    }

    /** Finds a product; that there is none is cached too, for as long as the cache's {@code null-ttl} says. */
    @Cacheable
    public Optional<Product> find(long id) {
        log.info("Reading product {} from the database", id);
        return products.findById(id);
    }

    /**
     * Enters a product or changes it.
     *
     * @return whether it is new
     */
    @CacheEvict(key = "#product.id")
    public boolean save(Product product) {
        if (template.existsById(product.id(), Product.class)) {
            template.update(product);
            return false;
        }
        try {
            template.insert(product);
            return true;
        } catch (DuplicateKeyException ex) {
            // Somebody entered it between the question and the insert: theirs came first, ours changes it.
            template.update(product);
            return false;
        }
    }

    /** Takes a product out of the catalogue; does nothing if it is not there. */
    @CacheEvict
    public void delete(long id) {
        products.deleteById(id);
    }
}
