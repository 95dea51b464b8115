package org.example.sousveil.sensors_rotation;

import android.app.Activity;
import android.hardware.Sensor;
import android.hardware.SensorEvent;
import android.hardware.SensorEventListener;
import android.hardware.SensorManager;

/** Turns its picture with the phone, by the acceleration sensor. */
public class MainActivity extends Activity implements SensorEventListener {
    @Override
    protected void onResume() {
        super.onResume();
        SensorManager sensors = (SensorManager) getSystemService(SENSOR_SERVICE);
        Sensor tilt = sensors.getDefaultSensor(Sensor.TYPE_ACCELEROMETER);
        sensors.registerListener(this, tilt, SensorManager.SENSOR_DELAY_UI);
    }

    @Override
    public void onSensorChanged(SensorEvent event) {
        setTitle(event.values[0] > 0 ? "left" : "right");
    }

    @Override
    public void onAccuracyChanged(Sensor sensor, int accuracy) {
    }
}
