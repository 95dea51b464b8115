package com.google.mlkit.common;

/** An empty shape with an SDK's name, written for this app; it does nothing. */
public class MlKit {
}
