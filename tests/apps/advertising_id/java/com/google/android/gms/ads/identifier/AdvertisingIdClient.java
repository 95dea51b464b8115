package com.google.android.gms.ads.identifier;

import android.content.Context;
import android.content.Intent;

/** Our own stub: the public class's name and shape, none of its code. */
public final class AdvertisingIdClient {
    private AdvertisingIdClient() {
    }

    public static Info getAdvertisingIdInfo(Context context) {
        Intent service = new Intent("com.google.android.gms.ads.identifier.service.START");
        service.setPackage("com.google.android.gms");
        return new Info(service.getAction());
    }

    /** What the public class gives back. */
    public static final class Info {
        private final String id;

        Info(String id) {
            this.id = id;
        }

        public String getId() {
            return id;
        }
    }
}
