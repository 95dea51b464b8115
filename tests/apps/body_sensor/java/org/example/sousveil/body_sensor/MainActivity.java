package org.example.sousveil.body_sensor;

import android.app.Activity;
import android.hardware.Sensor;
import android.hardware.SensorEvent;
import android.hardware.SensorEventListener;
import android.hardware.SensorManager;
import android.util.Log;

/** Reads the pulse of the person. */
public class MainActivity extends Activity implements SensorEventListener {
    @Override
    protected void onResume() {
        super.onResume();
        SensorManager sensors = (SensorManager) getSystemService(SENSOR_SERVICE);
        Sensor pulse = sensors.getDefaultSensor(Sensor.TYPE_HEART_RATE);
        sensors.registerListener(this, pulse, SensorManager.SENSOR_DELAY_NORMAL);
    }

    @Override
    public void onSensorChanged(SensorEvent event) {
        Log.d("body_sensor", "pulse " + event.values[0]);
    }

    @Override
    public void onAccuracyChanged(Sensor sensor, int accuracy) {
    }
}
