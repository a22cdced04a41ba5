/** Tests of the load coordinator: no Redis, a store that can be held at every step. */
package io.github.cachestarter.load;
