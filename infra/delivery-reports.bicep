// The subscription that brings delivery reports to the app's webhook. Deployed after the code: Event Grid asks the webhook whether it may deliver.
@description('Host name of the function app, or the public one in front of it.')
param functionAppHostName string

param systemTopicName string

@description('The key that the app expects from Event Grid: main.bicep has put it into the vault.')
@secure()
param eventGridKey string

@description('Where deliveries are to bear an Entra token as well: the application that stands for the app. Empty: the key alone.')
param tokenAudience string = ''

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: systemTopicName
}

resource subscription 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'delivery-reports'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    destination: {
      endpointType: 'WebHook'
      properties: union(
        {
          endpointUrl: 'https://${functionAppHostName}/providers/event-grid/reports?code=${uriComponent(eventGridKey)}'
          maxEventsPerBatch: 500
          preferredBatchSizeInKilobytes: 512
          minimumTlsVersionAllowed: '1.2'
        },
        empty(tokenAudience) ? {} : { azureActiveDirectoryApplicationIdOrUri: tokenAudience, azureActiveDirectoryTenantId: tenant().tenantId }
      )
    }
    filter: {
      includedEventTypes: [
        'Microsoft.Communication.SMSDeliveryReportReceived'
        'Microsoft.Communication.EmailDeliveryReportReceived'
      ]
    }
    retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
  }
}
