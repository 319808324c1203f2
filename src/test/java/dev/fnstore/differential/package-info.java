/** The same commands sent to fnstore and to a real Valkey 8.1: the replies must be the same. */
@NullMarked
package dev.fnstore.differential;

import org.jspecify.annotations.NullMarked;
