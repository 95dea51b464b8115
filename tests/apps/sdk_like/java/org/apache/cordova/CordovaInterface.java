package org.apache.cordova;

/** An empty shape with a framework's name, written for this app; it does nothing. */
public class CordovaInterface {
}
