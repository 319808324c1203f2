/** Programs that {@code bench/} runs: they make what is measured. */
@NullMarked
package dev.fnstore.bench;

import org.jspecify.annotations.NullMarked;
