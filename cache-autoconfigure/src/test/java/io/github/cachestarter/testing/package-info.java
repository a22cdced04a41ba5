/** What tests need to meet a real Redis: a server process of their own, a plain client, a proxy that makes faults. */
package io.github.cachestarter.testing;
