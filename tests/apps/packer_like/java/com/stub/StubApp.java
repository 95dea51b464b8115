package com.stub;

import android.app.Application;

/** An empty shape with the name of a packer's start class, written for this app; it unpacks nothing. */
public class StubApp extends Application {
}
