package com.google.gson.annotations;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A stand-in with the name and shape of the library's annotation. */
@Retention(RetentionPolicy.RUNTIME)
public @interface SerializedName {
    String value();
}
