package androidx.room;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A stand-in with the name and shape of the library's annotation. */
@Retention(RetentionPolicy.CLASS)
public @interface Entity {
    String tableName() default "";
}
