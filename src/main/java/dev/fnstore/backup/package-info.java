/**
 * Remembers elsewhere: copies of a log, event by event, each checked as it is copied. Backups are
 * such copies; bringing one back, and cutting a damaged log, are done by copying too. Uses {@code
 * history}, {@code log}, {@code registry}, {@code model} and {@code bytes}.
 */
@NullMarked
package dev.fnstore.backup;

import org.jspecify.annotations.NullMarked;
