package io.github.cachestarter.sample.catalogue;

import io.github.cachestarter.sample.web.NotFoundException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/products/{id}")
class CatalogueController {

    private final Catalogue catalogue;

    CatalogueController(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @GetMapping
    Product get(@PathVariable @Positive long id) {
        return catalogue.find(id).orElseThrow(() -> new NotFoundException("There is no product " + id));
    }

    @PutMapping
    ResponseEntity<Product> put(@PathVariable @Positive long id, @RequestBody @Valid ProductDetails details) {
        Product product = details.withId(id);
        boolean created = catalogue.save(product);
        return ResponseEntity.status(created ? HttpStatus.CREATED : HttpStatus.OK)
                .body(product);
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable @Positive long id) {
        catalogue.delete(id);
    }
}
