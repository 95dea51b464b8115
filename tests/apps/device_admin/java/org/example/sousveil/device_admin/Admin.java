package org.example.sousveil.device_admin;

import android.app.admin.DeviceAdminReceiver;

/** Named in the manifest. */
public class Admin extends DeviceAdminReceiver {
}
