package retrofit2.http;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A stand-in with the name and shape of the library's annotation. */
@Retention(RetentionPolicy.RUNTIME)
public @interface FormUrlEncoded {
    String value() default "";
}
