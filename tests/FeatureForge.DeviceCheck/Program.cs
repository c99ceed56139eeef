return FeatureForge.DeviceCheck.DeviceTestRun.Start(args);
